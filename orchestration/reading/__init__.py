"""Reading what is new or changed: each file in a worker process, kept by partitions."""
