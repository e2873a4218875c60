using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Model;

/// <summary>
/// Reads a line about timers as people say it: <c>set a timer for 10 seconds for tea</c>, <c>remind me in 10 minutes to drink tea</c>,
/// <c>every weekday at 9:00 remind me of the standup</c>, <c>list my timers</c>, <c>cancel the timer abc12345</c>. When it is to be is
/// passed on as it was said: to understand that is the tool's part.
/// </summary>
internal static partial class TimerWords
{
    private const string Polite = @"^(please\s+|(can|could|will|would)\s+you\s+(please\s+)?)?";
    private const string Moment = @"(in|at|on|by|every|each|next|this|today|tonight|tomorrow|noon|midnight)\b";
    private const string End = @"(,?\s+please)?[\s.!?]*$";
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    /// <summary>The call that the line asks for; null when it is about something else.</summary>
    public static ModelToolCall? Read(string line)
    {
        if (List().IsMatch(line)) return new ModelToolCall("list_timers", "{}");
        if (Cancel().Match(line) is { Success: true } cancel)
            return new ModelToolCall("cancel_timer", ToolArguments.Of(("timer", cancel.Groups["timer"].Value)));
        foreach (var pattern in (Regex[])[SetTimer(), SetLongTimer(), RemindMeWhen(), RemindMeOf(), WhenRemindMe()])
        {
            if (pattern.Match(line) is not { Success: true } asked) continue;
            var (when, label) = (asked.Groups["when"].Value.Trim(' ', ','), asked.Groups["label"].Value.Trim(' ', '"', '\'', '“', '”'));
            return new ModelToolCall("set_timer", ToolArguments.Of(("when", when), ("label", label.Length == 0 ? null : label)));
        }

        return null;
    }

    // set a timer [called tea] for 10 seconds [for tea | to drink tea | called tea]
    [GeneratedRegex(Polite + @"(set|start)\s+(me\s+)?(a|an|another|the)\s+(timer|reminder|alarm)\s+((called|named)\s+(?<label>.+?)\s+)?(for\s+)?(?<when>(?!to\b).+?)(\s+(for|to|called|named)\s+(?<label>.+?))?" + End, Options, 1000)]
    private static partial Regex SetTimer();

    // set a 10 minute timer [for tea]
    [GeneratedRegex(Polite + @"(set|start)\s+(me\s+)?(a|an)\s+(?<when>[0-9]+[\s-]*[a-z]+)\s+(timer|reminder|alarm)(\s+(for|to|called|named)\s+(?<label>.+?))?" + End, Options, 1000)]
    private static partial Regex SetLongTimer();

    // remind me tomorrow at 9:00 [to call Bob | of the call]
    [GeneratedRegex(Polite + @"remind\s+me\s+(?<when>" + Moment + @".*?)(\s+(to|of|about|that|for)\s+(?<label>.+?))?" + End, Options, 1000)]
    private static partial Regex RemindMeWhen();

    // remind me to drink tea in 10 minutes
    [GeneratedRegex(Polite + @"remind\s+me\s+(to|of|about|that)\s+(?<label>.+?)\s+(?<when>((in|at)\s+[0-9]|in\s+an?\s+(second|minute|hour|day|week|month|year)|on\s+[a-z]+day|every|each|next|tonight|tomorrow).*?)" + End, Options, 1000)]
    private static partial Regex RemindMeOf();

    // every weekday at 9:00 remind me of the standup
    [GeneratedRegex(Polite + @"(?<when>" + Moment + @".*?),?\s+remind\s+me\s+(to|of|about|that|for)\s+(?<label>.+?)" + End, Options, 1000)]
    private static partial Regex WhenRemindMe();

    [GeneratedRegex(Polite + @"((list|show)\s+(me\s+)?((all|my|the|of)\s+)*(timers|reminders)|(which|what)\s+(timers|reminders)\s+(do\s+I\s+have|have\s+I\s+set|are\s+(there|set|running)))" + End, Options, 1000)]
    private static partial Regex List();

    [GeneratedRegex(Polite + @"(cancel|delete|remove|stop)\s+((the|my)\s+)?(timer|reminder)\s+`?(?<timer>[A-Za-z0-9_-]{1,64})`?" + End, Options, 1000)]
    private static partial Regex Cancel();
}
