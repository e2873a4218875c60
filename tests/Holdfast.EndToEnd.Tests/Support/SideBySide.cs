using Xunit.v3;

// They wait most of the time, for timers, for servers that are away, for Slack to ask again: so there are more of them than cores. Each has a
// simulator and a server of its own, and none may depend on how quick these are.
[assembly: Parallelization(MaxThreads = 4)]
[assembly: TestCollectionOrderer(typeof(Holdfast.EndToEnd.Tests.Support.LongestFirst))]
