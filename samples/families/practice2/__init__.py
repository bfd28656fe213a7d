"""The second examiner's layouts, drawn without seeing the readers; practice since these were measured on them."""
