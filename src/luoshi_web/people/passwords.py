"""The password rule of level-2 systems (practice, domain.md 10.4): at least 8 characters of three kinds."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class ThreeKinds:
    """Small letters, capitals, digits, other characters: at least three of the four kinds."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise Django's ValidationError when fewer than three kinds stand in the password."""
        kinds = (
            any(c.islower() for c in password),
            any(c.isupper() for c in password),
            any(c.isdigit() for c in password),
            any(not c.isalnum() for c in password),
        )
        if sum(kinds) < 3:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("密码须含小写字母、大写字母、数字、符号中的至少三种。")
