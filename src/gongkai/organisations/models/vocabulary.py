"""The words bodies and posts are described with: levels, kinds, roles."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Where a body stands in the city; it may change in a reform, so a version carries it."""

    CITY = "city", _("市级")
    DISTRICT = "district", _("县（区）级")
    DEPARTMENT = "department", _("部门")
    TOWN = "town", _("乡镇（街道）")
    ENTERPRISE = "enterprise", _("公共企事业单位")


class BodyKind(models.TextChoices):
    """What a body is in law, for as long as it exists (《条例》第二条、第十条、第五十四条、第五十五条)."""

    GOVERNMENT = "government", _("人民政府")
    DEPARTMENT = "department", _("政府工作部门")
    AGENCY = "agency", _("派出机构、内设机构")
    EMPOWERED = "empowered", _("法律、法规授权的组织")
    PUBLIC_SERVICE = "public_service", _("公共企事业单位")


class Role(models.TextChoices):
    """What the holder of a post may be asked to do. The last three are separated administrators."""

    CLERK = "clerk", _("经办人")
    REVIEWER = "reviewer", _("审核人")
    DISCLOSURE_OFFICER = "disclosure_officer", _("信息公开负责人")
    LEGAL_REVIEWER = "legal_reviewer", _("法制审核人")
    SUPERVISOR = "supervisor", _("信息公开主管")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全保密管理员")
    AUDITOR = "auditor", _("安全审计员")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
"""The three whose powers are kept apart: who runs the system, who grants, who looks over both."""
GUARDED_ROLES = ADMINISTRATORS | {Role.SUPERVISOR}
"""Roles that nobody grants or resets alone: another of the three administrators confirms it."""
