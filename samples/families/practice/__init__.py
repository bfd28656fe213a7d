"""The first examiner's layouts, drawn without seeing the readers; practice since these were measured on them."""
