# mypy: disable-error-code="misc,no-untyped-call,no-any-return,attr-defined,override,unreachable"
"""A real OpenID provider on this machine, made of Authlib: one client with a secret, PKCE, and people who sign in by a press."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, OAuth2Request, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, OpenIDCode, UserInfo
from flask import Flask, Response, jsonify, request
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "madoguchi", "s3cret:&"
KEY = RSAKey.generate_key(2048, {"kid": "provider", "use": "sig", "alg": "RS256"})


class Client(ClientMixin):
    """The desks of the town."""

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith("/login/directory/back")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    """What was given out and not yet exchanged."""

    user: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> list[str]:
        return []


CODES: dict[str, Code] = {}


class CodeGrant(grants.AuthorizationCodeGrant):
    """The code flow; a code is good once."""

    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar[list[str]] = ["client_secret_basic"]

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        assert request.payload is not None
        sent = request.payload.data
        CODES[code] = Code(
            str(request.user),
            sent["redirect_uri"],
            sent["scope"],
            sent["nonce"],
            sent["code_challenge"],
            sent["code_challenge_method"],
        )

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        return CODES.get(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        for code in [each for each, kept in CODES.items() if kept is authorization_code]:
            del CODES[code]

    def authenticate_user(self, authorization_code: Code) -> str:
        return authorization_code.user


class Identity(OpenIDCode):
    """Signs who somebody is."""

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        return any(code.nonce == nonce for code in CODES.values())

    def get_client_claims(self, client: Client) -> Mapping[str, object]:
        return {"iss": request.host_url.rstrip("/"), "aud": [CLIENT]}

    def resolve_client_private_key(self, client: Client) -> RSAKey:
        return KEY

    def get_client_algorithm(self, client: Client) -> str:
        return "RS256"

    def get_encode_header(self, client: Client) -> Mapping[str, str]:
        return {"alg": "RS256", "kid": "provider"}

    def generate_user_info(self, user: str, scope: str) -> UserInfo:
        name, _, groups = user.partition(" ")
        told = {"groups": groups.split()} if groups else {}
        return UserInfo(sub=name, preferred_username=name, **told)


@contextmanager
def running_provider() -> Iterator[str]:
    """The address of the provider while it runs."""
    app = Flask("provider")
    server = AuthorizationServer(app, query_client=_client, save_token=lambda *_: None)
    server.register_grant(CodeGrant, [Identity(require_nonce=True), CodeChallenge(required=True)])

    @app.get("/.well-known/openid-configuration")
    def metadata() -> Response:
        here = request.host_url.rstrip("/")
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        return jsonify({"issuer": here} | {name: f"{here}/{place}" for name, place in places.items()})

    @app.get("/jwks")
    def keys() -> Response:
        return jsonify({"keys": [KEY.as_dict(private=False)]})

    @app.post("/authorize")
    def authorize() -> Response:
        grant = server.get_consent_grant(end_user=request.form["user"])
        return server.create_authorization_response(grant_user=request.form["user"], grant=grant)

    @app.post("/token")
    def token() -> Response:
        return server.create_token_response()

    running = make_server("localhost", 0, app, threaded=True)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://localhost:{running.server_port}"
    running.shutdown()
    running.server_close()


def _client(client_id: str) -> Client | None:
    return Client() if client_id == CLIENT else None
