"""What operations on keys are called in the journal."""

VERBS = {
    "case_key.created": "生成案件密钥",
    "case_key.destroyed": "销毁案件密钥",
    "keys.rotated": "更换密钥",
    "keys.retired": "停用旧密钥",
    "keys.backed_up": "备份密钥",
    "keys.restored": "恢复密钥",
}
