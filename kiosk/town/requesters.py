"""Who may ask for what where towns differ: `[requesters]` of town.toml, laid over the shipped procedures."""

from collections.abc import Callable
from dataclasses import replace

from forms import Basis, Catalogue, Condition, Procedure, Shows, condition, role
from kiosk.settings import Requesters

IDENTITY, KINDS = "identity_certificate", "identity.kinds"
TAX = ("income_certificate", "tax_payment_certificate", "property_certificate")


def as_allowed(catalogue: Catalogue, requesters: Requesters) -> Catalogue:
    """Return the procedures as the town hands them out; the same ones where it has changed nothing."""
    changes: dict[str, Callable[[Procedure], Procedure]] = {}
    if requesters.unmarried_by_letter:
        changes[IDENTITY] = _for_everybody_sent
    if not requesters.tax_for_household:
        changes |= dict.fromkeys(TAX, _with_letter_alone)
    if not changes:
        return catalogue
    return replace(
        catalogue,
        current={id: changes.get(id, _unchanged)(each) for id, each in catalogue.current.items()},
        versions={key: changes.get(each.id, _unchanged)(each) for key, each in catalogue.versions.items()},
    )


def _unchanged(procedure: Procedure) -> Procedure:
    return procedure


def _for_everybody_sent(procedure: Procedure) -> Procedure:
    """Without the check that only the person may have the 独身証明書."""
    kept = tuple(check for check in procedure.checks if not (check.impossible and check.item == KINDS))
    return replace(procedure, checks=kept)


def _with_letter_alone(procedure: Procedure) -> Procedure:
    """Whoever comes for others of the household brings a 委任状 like anybody else."""
    household = Condition(((condition.Test(role.BASIS, condition.Operator.ANY_OF, (Basis.HOUSEHOLD,)),),))
    letters = (replace(each, when=household) for each in procedure.bring if each.shows is Shows.AUTHORITY)
    return replace(procedure, bring=(*procedure.bring, *letters))
