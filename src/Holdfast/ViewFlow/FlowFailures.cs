namespace Holdfast.ViewFlow;

/// <summary>Why a modal did not open, and what to do, for the user who clicked.</summary>
internal static class FlowFailures
{
    public static string Explain(string error, string again = "press *View flow*") => error switch
    {
        "expired_trigger_id" or "trigger_expired" =>
            $"I was too slow: Slack allows three seconds to open a window. Please {again} again.",
        "exchanged_trigger_id" or "trigger_exchanged" or "invalid_trigger_id" =>
            $"Slack didn't accept this click. Please {again} again.",
        "ratelimited" or "rate_limited" => $"Too many windows are opening at once. Please {again} again in a minute.",
        "view_too_large" or "invalid_arguments" or "invalid_blocks" =>
            "Slack refused the window I made of this run. That's my mistake: please tell an operator.",
        _ => $"Slack didn't open the window. Please {again} again; if it keeps failing, tell an operator.",
    };
}
