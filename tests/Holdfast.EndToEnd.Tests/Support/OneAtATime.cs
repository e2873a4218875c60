// Latencies are measured here, and a server is killed: tests that ran side by side would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
