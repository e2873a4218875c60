using Holdfast.Slack;
using Holdfast.Text;

namespace Holdfast.Operators;

/// <summary>What operators in Slack read of the pause.</summary>
internal static class PauseWording
{
    /// <summary>What became of an order, in mrkdwn.</summary>
    public static string Of(PauseOutcome outcome) => (outcome.Now, outcome.WasSo) switch
    {
        ({ } state, true) => $"⏸️ I am paused already, by {By(state)} since {SlackDate.Full(state.At)}.",
        ({ }, false) => "⏸️ Paused. Nothing is answered and no job begins; messages are kept and answered after `resume`. Jobs that run go on.",
        (null, true) => "▶️ I was not paused.",
        (null, false) => "▶️ I go on. What came in meanwhile is answered now.",
    };

    /// <summary>Who paused it: a mention of a user; anything else, such as the server's console, as it is.</summary>
    public static string By(PauseState state) => UserId.TryParse(state.By, out var user) ? $"<@{user}>" : SlackText.Escape(state.By);
}
