"""A real vLLM server on the CPU, in an environment of its own: `make test-vllm`."""
