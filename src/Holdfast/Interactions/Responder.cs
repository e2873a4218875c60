using Holdfast.Diagnostics;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Addresses;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Interactions;

/// <summary>Tells the one who clicked something, so that nobody else sees it.</summary>
public sealed partial class Responder(
    SlackWebClient slack, IOptions<SlackOptions> options, HoldfastMetrics metrics, TimeProvider time, ILogger<Responder> logger)
{
    private const int Attempts = 3;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Tells somebody something: by the interaction's own address, which works everywhere, or else by an ephemeral message. That
    /// it could not be said is logged and counted; it never undoes what was done.
    /// </summary>
    /// <param name="interaction">What it answers.</param>
    /// <param name="text">Mrkdwn, foreign parts escaped.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <param name="blocks">What is shown instead of the text, where blocks are; null for the text.</param>
    public async ValueTask TellAsync(Interaction interaction, string text, CancellationToken cancellationToken, IReadOnlyList<Block>? blocks = null)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        if (interaction.ResponseUrl is { } address)
        {
            var answer = new ResponseUrlMessage { Text = text, Blocks = blocks, ReplaceOriginal = false };
            if (await TryAsync(() => slack.RespondAsync(address, answer, cancellationToken), interaction, cancellationToken))
                return;
        }

        if (interaction.Channel is not { } channel)
        {
            LogNowhere(interaction.Item.Id);
            return;
        }

        var ephemeral = new ChatPostEphemeralRequest { Channel = channel, User = interaction.User, Text = text, Blocks = blocks, ThreadTs = interaction.Thread };
        await TryAsync(() => slack.CallAsync(ephemeral, options.Value.BotToken, cancellationToken), interaction, cancellationToken);
    }

    /// <summary>Tells somebody why nothing was done, and ends the interaction with that.</summary>
    /// <param name="interaction">What they did.</param>
    /// <param name="text">What to say: mrkdwn, foreign parts escaped.</param>
    /// <param name="reason">Why, for the receipt; from a small set.</param>
    /// <param name="cancellationToken">Ends the attempts to say it.</param>
    public async ValueTask<Transition> RefuseAsync(Interaction interaction, string text, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        await TellAsync(interaction, text, cancellationToken);
        return interaction.Refused(reason);
    }

    private async ValueTask<bool> TryAsync(Func<Task> call, Interaction interaction, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await call();
                return true;
            }
            catch (SlackException e)
            {
                metrics.Called(e.Method, e.Error);
                LogNotTold(e, e.Method, interaction.Item.Id, attempt);
                if (attempt == Attempts || !(e.IsTransient || e.IsOutcomeUnknown))
                    return false;
                var delay = e.RetryAfter ?? Backoff.After(attempt, FirstDelay, LongestDelay);
                await Task.Delay(delay < LongestDelay ? delay : LongestDelay, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(710, LogLevel.Warning, "{Method} for interaction {Item} failed (attempt {Attempt})")]
    private partial void LogNotTold(Exception error, string method, ItemId item, int attempt);

    [LoggerMessage(711, LogLevel.Warning, "There is no way to tell anybody about interaction {Item}: it has no address and no channel")]
    private partial void LogNowhere(ItemId item);
}
