"""`notices.yml`: whom to tell of what."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from orchestration.files import BuildFailed

Event = Literal["failed", "held", "source", "digest"]
Language = Literal["en", "zh"]
EXAMPLE = "notices.example.yml"

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


class InvalidNotices(BuildFailed):
    """The file of notices cannot be used; the message names file, place and remedy."""


class UnknownVariable(Exception):
    """An address refers to an environment variable that is not set."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Channel(_Part):
    """One way to some people.

    address: as Apprise writes them, one or several; `${NAME}` stands for an environment variable.
    events: failed (a night or build failed), held (a release was held back), source (a source
    has failed three nights, a week more, or works again), digest (each night).
    """

    address: Annotated[list[str], BeforeValidator(_as_list), Field(min_length=1)]
    events: Annotated[list[Event], BeforeValidator(_as_list), Field(min_length=1)]
    language: Language | None = None

    def addresses(self, environment: Mapping[str, str] = os.environ) -> list[str]:
        """The addresses with variables filled in. Raises UnknownVariable."""

        def value(found: re.Match[str]) -> str:
            if not environment.get(found[1]):
                raise UnknownVariable(
                    f"The environment variable {found[1]} is not set. Set it where nights run."
                )
            return environment[found[1]]

        return [_VARIABLE.sub(value, address) for address in self.address]


class Channels(_Part):
    """The whole file. pages: the address under which the folder of nights is served, if it is."""

    language: Language = "en"
    pages: str | None = None
    channels: dict[str, Channel]

    def language_of(self, name: str) -> Language:
        return self.channels[name].language or self.language

    def wanting(self, event: Event) -> list[str]:
        """The names of the channels that an event goes to."""
        return [name for name, channel in self.channels.items() if event in channel.events]


def read_channels(path: Path) -> Channels | None:
    """The channels of a file; None where there is no file: then nobody is told.

    Raises InvalidNotices.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidNotices(
            f"{path} cannot be read ({' '.join(str(error).split())}). Compare it with {EXAMPLE}."
        ) from error
    try:
        return Channels.model_validate(content)
    except ValidationError as error:
        faults = "; ".join(_fault(details["loc"], details["msg"]) for details in error.errors())
        raise InvalidNotices(f"{path}: {faults}. Compare it with {EXAMPLE}.") from error


def _fault(place: tuple[str | int, ...], message: str) -> str:
    return f"{'.'.join(map(str, place)) or 'the file'}: {message[:1].lower()}{message[1:]}"
