"""What `make bench` runs; results are appended to docs/benchmarks.md."""
