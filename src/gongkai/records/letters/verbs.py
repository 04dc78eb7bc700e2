"""What operations on letters are called in the journal."""

VERBS = {
    "template.created": "建立公文模板",
    "template.revised": "修改公文模板",
    "template.withdrawn": "停用公文模板",
    "letter.issued": "制发公文",
    "letter.printed": "生成公文PDF",
    "letter.voided": "公文作废",
}
