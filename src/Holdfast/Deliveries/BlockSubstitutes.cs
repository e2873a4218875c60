using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Deliveries;

/// <summary>Sends a message without the blocks that its workspace does not take: an answer is not lost for its looks.</summary>
internal sealed partial class BlockSubstitutes(MarkdownRefusals refusals, ExtraBlocks extras, ILogger<BlockSubstitutes> logger)
{
    /// <summary>Where a workspace does not take what a message can do without, it goes without that.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="call">Its call.</param>
    /// <param name="make">Makes a call.</param>
    public async ValueTask<Transition> CallAsync(ActiveDelivery delivery, DeliveryCall call, Func<DeliveryCall, ValueTask<Transition>> make)
    {
        if (ExtraBlocks.Without(call) is not { } bare)
            return await CallWithMarkdownAsync(delivery, call, make);
        var (team, id) = (delivery.Plan.Team, delivery.Item.Id);
        if (extras.AreRefused(team))
            return await CallWithMarkdownAsync(delivery, bare, make);
        if (refusals.Knows(team, id) && PlannedMarkdown.AsSections(call) is { } sections)
            call = sections;
        try
        {
            return await make(call);
        }
        catch (SlackException e) when (MarkdownRefusals.IsRefusal(e))
        {
            LogBare(e, id);
            delivery.Left = null;
            var knew = refusals.Knows(team, id);
            var done = await CallWithMarkdownAsync(delivery, bare, make);

            // Where the Markdown had to go as well, it was that, as far as can be seen.
            if (done.Delivered is not null && refusals.Knows(team, id) == knew)
                extras.Refused(team);
            return done;
        }
    }

    /// <summary>Where a workspace does not take a block of Markdown the same message goes with sections in its place.</summary>
    private async ValueTask<Transition> CallWithMarkdownAsync(ActiveDelivery delivery, DeliveryCall call, Func<DeliveryCall, ValueTask<Transition>> make)
    {
        var (team, id) = (delivery.Plan.Team, delivery.Item.Id);
        if (refusals.Knows(team, id) && PlannedMarkdown.AsSections(call) is { } known)
            return await make(known);
        try
        {
            return await make(call);
        }
        catch (SlackException e) when (MarkdownRefusals.IsRefusal(e) && PlannedMarkdown.AsSections(call) is { } sections)
        {
            LogSections(e, id);
            refusals.Add(team, id, e);
            delivery.Left = null;
            return await make(sections);
        }
    }

    [LoggerMessage(316, LogLevel.Warning, "Slack does not take the Markdown of delivery {Delivery}; sending it as sections")]
    private partial void LogSections(Exception error, ItemId delivery);

    [LoggerMessage(317, LogLevel.Warning, "Slack does not take all blocks of delivery {Delivery}; sending it without those that it can do without")]
    private partial void LogBare(Exception error, ItemId delivery);
}
