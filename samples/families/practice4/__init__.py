"""A fourth examiner's layouts: drawn without knowledge of the readers or of the other families."""
