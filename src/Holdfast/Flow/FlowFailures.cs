namespace Holdfast.Flow;

/// <summary>Why a modal did not open, and what to do, for the one who clicked.</summary>
internal static class FlowFailures
{
    public static string Explain(string error, string again = "press *View flow*") => error switch
    {
        "expired_trigger_id" or "trigger_expired" =>
            $"Slack allows three seconds for opening a window, and they were over before I could. Please {again} again.",
        "exchanged_trigger_id" or "trigger_exchanged" or "invalid_trigger_id" =>
            $"Slack did not accept this click for opening a window. Please {again} again.",
        "ratelimited" or "rate_limited" => $"Slack is being asked for too many windows at once. Please {again} again in a minute.",
        "view_too_large" or "invalid_arguments" or "invalid_blocks" =>
            "Slack refused the window that I made of this run. That is a mistake of mine; please tell the operator.",
        _ => $"Slack did not open the window. Please {again} again; if this goes on, tell the operator.",
    };
}
