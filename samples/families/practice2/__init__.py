"""The examiner's layout families: drawn by somebody who has not seen the reader nor the families it was made with."""
