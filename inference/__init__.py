"""Pages in, findings with evidence out: page opening, engines, structure, verification, evaluation."""
