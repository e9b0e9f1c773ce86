"""The command line, one module per command group."""

from __future__ import annotations

import sys

import click

from backend.settings import SettingsError


class Group(click.Group):
    """Imports a command's module only when it is called, so that `help evaluate` stays small and quick."""

    modules = {
        "serve": "backend.cli.serve:serve",
        "work": "backend.cli.serve:work",
        "migrate": "backend.cli.schema:migrate",
        "demo": "backend.cli.demo:demo",
        "api-key": "backend.cli.api_key:api_key",
        "import": "backend.cli.imports:import_",
        "audit": "backend.cli.audit:audit",
        "backup": "backend.cli.backup:backup",
        "badge": "backend.cli.badge:badge",
        "drill": "backend.cli.drill:drill",
        "help": "backend.cli.help_center:help_center",
        "keys": "backend.cli.keys:keys",
        "restore": "backend.cli.restore:restore",
        "simulators": "backend.cli.simulators:simulators",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in alphabetical order."""
        return sorted(self.modules)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command with this name, imported now."""
        if name not in self.modules:
            return None
        from importlib import import_module

        module, _, attribute = self.modules[name].partition(":")
        return getattr(import_module(module), attribute)


@click.group(cls=Group, help="Vëzhgo: the mobile backend of an election commission.")
def vezhgo() -> None:
    """The root command."""


def main() -> None:
    """Run the command line; a wrong setting is one clear line and exit status 2."""
    try:
        vezhgo()
    except SettingsError as error:
        click.echo(f"vezhgo: {error}", err=True)
        sys.exit(2)
