"""The journal's words for what signing in does."""

from __future__ import annotations

from typing import Final

VERBS: Final[dict[str, str]] = {
    "person.second_factor_enabled": "启用二次验证",
    "person.recovery_codes_issued": "生成恢复码",
    "person.recovery_code_used": "使用恢复码登录",
    "person.signed_in": "登录",
    "person.signed_out": "退出登录",
    "person.sign_in_paused": "登录失败过多，暂停登录",
    "person.post_chosen": "切换岗位",
    "person.role_granted": "授予角色",
}
