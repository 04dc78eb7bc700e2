"""The journal's words for what is done to bodies, people, posts, accounts and tokens."""

from __future__ import annotations

from typing import Final

VERBS: Final[dict[str, str]] = {
    "body.created": "设立机构",
    "body.renamed": "机构更名",
    "body.moved": "调整机构隶属或层级",
    "body.closed": "撤销机构",
    "body.credit_code_changed": "更正统一社会信用代码",
    "body.succeeded": "登记职能承接",
    "body.imported": "导入机构",
    "function.created": "登记职能",
    "site.registered": "登记网站",
    "site.changed": "更正网站登记",
    "person.created": "建立账号",
    "person.renamed": "更正姓名",
    "person.locked": "停用账号",
    "person.unlocked": "启用账号",
    "person.imported": "导入人员",
    "person.initial_password_issued": "发放初始密码",
    "person.password_changed": "修改密码",
    "person.second_factor_enabled": "启用二次验证",
    "person.second_factor_removed": "取消二次验证",
    "person.recovery_codes_issued": "生成恢复码",
    "person.recovery_code_used": "使用恢复码登录",
    "person.signed_in": "登录",
    "person.signed_out": "退出登录",
    "person.signed_out_everywhere": "全部退出登录",
    "person.sign_in_paused": "登录失败过多，暂停登录",
    "person.post_chosen": "切换岗位",
    "post.created": "设立岗位",
    "post.roles_changed": "调整岗位角色",
    "person.appointed": "任职",
    "person.appointment_ended": "离任",
    "parameter.set": "修改设置",
    "token.created": "建立接口令牌",
    "token.revoked": "撤销接口令牌",
    "demo.founded": "建立演示城市",
    "person.demo_account_opened": "开放演示账号",
}
