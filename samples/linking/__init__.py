"""How the network of `inference.linking` is trained: pages from generated layouts, targets from their truth.

`make linker` does it: `samples.linking.pages` writes the pages, `samples.linking.train` (needs torch, onnx and
onnxscript) trains on them and writes inference/linking/linker.onnx. Layouts that a score or confidence is measured
on are left out.
"""
