using Holdfast.Items;

namespace Holdfast.Server.Composition;

/// <summary>Names this process among workers.</summary>
internal static class WorkerIdentity
{
    public static WorkerId Create(TimeProvider time) =>
        new($"{Environment.MachineName}/{Environment.ProcessId}/{time.GetUtcNow().ToUnixTimeMilliseconds()}");
}
