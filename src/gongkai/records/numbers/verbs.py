"""What operations on numbers are called in the journal."""

VERBS = {
    "number.taken": "取号",
    "number.voided": "编号作废",
    "number.continued": "接续编号",
}
