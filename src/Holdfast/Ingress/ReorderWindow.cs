using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Ingress;

/// <summary>
/// Keeps the order of a conversation although Slack does not: messages wait in their lanes for a moment, where an older one
/// that arrives later comes before them.
/// </summary>
/// <remarks>
/// Two things bring messages out of order. Slack spreads them over the connections, and with two sockets 9 of 600 messages of one
/// thread, 5 ms apart, were seen to be run before an older one: a short wait for every message. And what Slack had sent on a
/// connection that died it sends again some seconds later, when newer messages have come on another: a long wait, then only.
/// </remarks>
/// <param name="options">How long.</param>
/// <param name="slack">How many connections this worker has.</param>
/// <param name="time">The clock.</param>
/// <param name="workers">Whether other workers have connections as well.</param>
public sealed class ReorderWindow(IOptions<IngressOptions> options, IOptions<SlackOptions> slack, TimeProvider time, bool workers = false)
{
    private readonly TimeSpan _always = (workers, slack?.Value.Connections > 1) switch
    {
        (true, _) => options.Value.SharedReorderWindow,
        (_, true) => options.Value.ReorderWindow,
        _ => TimeSpan.Zero,
    };

    private long _until;

    /// <summary>Whether other workers have connections as well: then something may be under way whenever this one begins.</summary>
    public bool IsShared => workers;

    /// <summary>Something that Slack had sent may be on its way again.</summary>
    public void Begin() => Volatile.Write(ref _until, (time.GetMonotonic() + options.Value.SettleTime).Ticks);

    /// <summary>How long a message that arrives now waits before it may be run; null for not at all.</summary>
    public TimeSpan? Wait()
    {
        var left = new TimeSpan(Math.Max(Volatile.Read(ref _until) - time.GetMonotonic().Ticks, _always.Ticks));
        return left > TimeSpan.Zero ? left : null;
    }
}
