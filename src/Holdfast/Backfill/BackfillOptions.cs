using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;
using Holdfast.Inbound;

namespace Holdfast.Backfill;

/// <summary>How what was missed in an outage is read from Slack's history. Section <c>Backfill</c>.</summary>
public sealed class BackfillOptions
{
    /// <summary>A receipt that is about to be swept is not relied on: clocks differ, and what is taken in twice runs twice.</summary>
    private const double Reliable = 0.96;

    /// <summary>Whether it is. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// How long nothing could come in before history is read. What is shorter Slack bridges by itself: it repeats an event for five minutes.
    /// Default: 6 min.
    /// </summary>
    [Duration(0.5, 86400)]
    public TimeSpan After { get; set; } = TimeSpan.FromMinutes(6);

    /// <summary>
    /// How old a message may be that is still taken in. Never older than receipts are kept (<c>Ingress:ReceiptRetention</c>, 25 hours, less an hour):
    /// by these it is known what was taken in before. Default: 24 hours.
    /// </summary>
    [Duration(60, 604800)]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Whoever asked something longer ago is asked whether it is still useful, before it is answered. Zero: everything is answered. Default: 1 hour.
    /// </summary>
    [Duration(0, 604800)]
    public TimeSpan AskAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The most messages that are taken in after one outage, those of no channel before those of the next. Default: 1,000.</summary>
    [Range(1, 10_000)]
    public int MaxMessages { get; set; } = 1_000;

    /// <summary>The most channels and direct messages that are read. Default: 500.</summary>
    [Range(1, 10_000)]
    public int MaxChannels { get; set; } = 500;

    /// <summary>The most threads that are read, over all channels. Default: 200.</summary>
    [Range(0, 10_000)]
    public int MaxThreads { get; set; } = 200;

    /// <summary>How often it is written down that Slack can reach the server: by this an outage is measured. Default: 1 min.</summary>
    [Duration(0.2, 600)]
    public TimeSpan MarkInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How old a message may be that is taken in, where receipts are kept for so long.</summary>
    /// <param name="ingress">How long receipts are kept.</param>
    internal TimeSpan OldestWith(IngressOptions ingress)
    {
        var known = ingress.ReceiptRetention * Reliable;
        return MaxAge < known ? MaxAge : known;
    }
}
