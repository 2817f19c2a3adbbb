"""What was wrong with the words after `kiosk`, said in Japanese with what to write instead."""

import click

HELP = "{command} --help で書き方が出ます。"


def usage_words(wrong: click.ClickException) -> str:
    """One line: what is wrong, and the next step."""
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        return _commands_of(context)
    return f"{_what(wrong)}{HELP.format(command=context.command_path if context else 'kiosk')}"


def _what(wrong: click.ClickException) -> str:
    match wrong:
        case click.exceptions.NoSuchCommand():
            return f"「{wrong.command_name}」というコマンドはありません。{_perhaps(wrong.possibilities)}"
        case click.NoSuchOption():
            return f"「{wrong.option_name}」という指定はありません。{_perhaps(wrong.possibilities)}"
        case click.MissingParameter():
            return f"「{_name(wrong)}」がありません。{_choices(wrong.param)}"
        case click.BadOptionUsage():
            return f"「{wrong.option_name}」の後に値を書いてください。"
        case click.BadParameter():
            return f"「{_name(wrong)}」の値が正しくありません。{_choices(wrong.param)}"
        case _:
            return f"書き方が違います（{wrong.format_message()}）。"


def _name(wrong: click.BadParameter) -> str:
    """As it is written on the line: `--mode`, `NAME`."""
    parameter = wrong.param
    if parameter is None:
        return str(wrong.param_hint or "")
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.make_metavar(_context_of(wrong))


def _context_of(wrong: click.UsageError) -> click.Context:
    return wrong.ctx or click.Context(click.Command("kiosk"))


def _choices(parameter: click.Parameter | None) -> str:
    kind = parameter.type if parameter else None
    if isinstance(kind, click.Choice):
        return f"{'、'.join(map(str, kind.choices))} のどれかを書いてください。"
    if isinstance(kind, click.IntRange):
        return f"{kind.min}から{kind.max}までの数を書いてください。"
    if isinstance(kind, click.Path):
        return "ファイルの名前を書いてください。" if kind.file_okay else "フォルダーの名前を書いてください。"
    if isinstance(kind, click.DateTime):
        return "2026-04-01 のように書いてください。"
    return "数を書いてください。" if kind is click.INT else ""


def _perhaps(possibilities: "list[str] | None") -> str:
    return f"{'か'.join(possibilities)} ではありませんか。" if possibilities else ""


def _commands_of(context: click.Context | None) -> str:
    """What may follow a group of commands that was called alone."""
    command = context.command if context else None
    if context is None or not isinstance(command, click.Group):
        return "コマンドが足りません。--help で確かめてください。"
    return f"{context.command_path} の後に、{'、'.join(command.list_commands(context))} のどれかを書いてください。"
