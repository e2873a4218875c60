using Holdfast.Slack;
using Holdfast.Text;

namespace Holdfast.Operators;

/// <summary>What operators in Slack read of the pause.</summary>
internal static class PauseWording
{
    /// <summary>What became of an order, in mrkdwn.</summary>
    public static string Of(PauseOutcome outcome) => (outcome.Now, outcome.WasSo) switch
    {
        ({ } state, true) => $"⏸️ Already paused by {By(state)}, {SlackDate.Relative(state.At)}.",
        ({ }, false) => "⏸️ Paused. I'll keep new messages and answer them after `/holdfast resume`. Running jobs continue.",
        (null, true) => "▶️ I wasn't paused.",
        (null, false) => "▶️ I'm back. Answering what came in meanwhile.",
    };

    /// <summary>Who paused it: a mention of a user; anything else, such as the server's console, as it is.</summary>
    public static string By(PauseState state) => UserId.TryParse(state.By, out var user) ? $"<@{user}>" : SlackText.Escape(state.By);
}
