using System.Text;
using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Model;

/// <summary>
/// The model that answers when no other was given. It knows nothing but the conversation it was handed, and shows that: a person who
/// chats with the bot sees at once what was remembered. Some words make it misbehave.
/// </summary>
internal sealed partial class ScriptedModel
{
    private const int MaxCharacters = 200_000;

    /// <summary>How instructions begin that want a conversation summed up.</summary>
    private const string Summary = "You keep the memory of a conversation";
    private readonly AskedFailures _failures = new();

    public ModelReply Answer(ModelRequest request)
    {
        if (request.Messages is [{ Role: "system" } told, ..] && told.Text.StartsWith(Summary, StringComparison.Ordinal)) return new ModelReply(SumUp(request.LastUserText));
        var said = request.UserTexts.Select(Plain).ToList();
        var last = said.Count == 0 ? "" : said[^1];
        if (ToolScript.Read(Addressed(request.LastUserText), request.Offers, line => PictureWords.Read(line, request)) is { } plan)
        {
            if (ToolPlayer.Next(plan, request) is { } calls) return calls;
            if (plan.Finally is { } words) return Command(words) ?? new ModelReply(words);
        }

        if (request.ToolResults is { Count: > 0 } results) return ToolPlayer.Retell(results);
        if (HelpWords.Read(last, request) is { } help) return new ModelReply(help);
        if (SightWords.Read(last, request) is { } sight) return new ModelReply(sight);
        var files = Spoken.Files(request.Messages.LastOrDefault(message => message.Role == "user")?.Text ?? "");
        return Command(last) ?? Seen(request.LastUserImages, last, Read(files, last, Converse(said, last, OfSpeaker(request, said))));
    }

    /// <summary>Of documents the model says how they begin, before it answers to the words that came with them.</summary>
    private static ModelReply Read(IReadOnlyList<(string Name, string Text)> files, string words, ModelReply reply)
    {
        if (files.Count == 0) return reply;
        var read = $"I have read {string.Join(", and ", files.Select(file => $"{file.Name}, which begins with \"{Shorten(file.Text.ReplaceLineEndings(" "))}\""))}.";
        return reply with { Text = words.Length == 0 ? read : $"{read} {reply.Text}" };
    }

    /// <summary>Of pictures the model says what it sees, before it answers to the words that came with them.</summary>
    private static ModelReply Seen(IReadOnlyList<ModelImage> images, string words, ModelReply reply)
    {
        if (images.Count == 0) return reply;
        return reply with { Text = words.Length == 0 ? SightWords.Of(images) : $"{SightWords.Of(images)} {reply.Text}" };
    }

    /// <summary>The beginning of each thing that was said.</summary>
    private static string SumUp(string conversation) => string.Join('\n', conversation.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(30).Select(line => string.Concat(line.EnumerateRunes().Take(100))));

    private ModelReply? Command(string text)
    {
        if (ThenStall().Match(text) is { Success: true } stall)
            return Command(text[..stall.Index]) is { } before ? before with { StallsAfterText = true } : null;
        if (Say().Match(text) is { Success: true } say) return new ModelReply(say.Groups["words"].Value);
        if (OddWords.Read(text) is { } odd) return odd;
        var match = CommandLine().Match(text);
        if (!match.Success) return null;
        var argument = match.Groups["argument"].Value;
        var count = int.TryParse(argument.Split(' ')[0], out var number) ? number : 0;
        return match.Groups["command"].Value.ToLowerInvariant() switch
        {
            "stall" => new ModelReply("") { IsStalled = true },
            "silent" => new ModelReply(""),
            "markdown" => new ModelReply(Samples.Markdown),
            "slow" when count > 0 => Slow(count, argument),
            "long" when count > 0 => new ModelReply(Samples.Long(Math.Min(count, MaxCharacters))),
            "fail" => Fail(text, argument),
            _ => null,
        };
    }

    private static ModelReply Slow(int seconds, string argument)
    {
        var words = argument.Split(' ', 2);
        return new ModelReply(words.Length > 1 ? words[1] : $"That took {seconds} s, a word at a time, because you asked for it.")
        {
            Delay = TimeSpan.FromSeconds(seconds / 2.0),
            Spread = TimeSpan.FromSeconds(seconds / 2.0),
        };
    }

    /// <summary><c>fail 500</c> always fails; <c>fail 500 2</c> fails twice and then answers, to see a retry succeed.</summary>
    private ModelReply? Fail(string text, string argument)
    {
        var parts = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) return null;
        if (parts.Length > 1 && int.TryParse(parts[1], out var times) && _failures.Count(text) > times)
            return new ModelReply($"Here I am again, after {times} failure(s).");
        return parts[0] switch
        {
            "garbage" => new ModelReply("") { IsGarbage = true },
            "context" => new ModelReply("") { FailureStatus = 400, FailureCode = "context_length_exceeded" },
            var code when int.TryParse(code, out var status) && status is >= 400 and < 600 => ModelReply.Failure(status),
            _ => null,
        };
    }

    /// <summary>What whoever spoke last has said: what another person told is not true of them.</summary>
    private static string OfSpeaker(ModelRequest request, List<string> said)
    {
        var speakers = request.Speakers;
        return string.Join('\n', said.Where((_, index) => speakers[index] is null || speakers[index] == speakers[^1]));
    }

    private static ModelReply Converse(List<string> said, string last, string all)
    {
        if (Greeting().IsMatch(last))
            return new ModelReply(said.Count == 1 ? "Hello! Good to meet you. Tell me your name and I will remember it." : "Hello again!");
        if (AsksName().IsMatch(last))
            return new ModelReply(LastOf(NameGiven(), all) is { } name ? $"Your name is {name}." : "You have not told me your name yet.");
        if (AsksMemory().IsMatch(last))
            return new ModelReply(LastOf(Remember(), all) is { } fact ? $"You asked me to remember: {fact}" : Before(said));
        if (AsksBefore().IsMatch(last)) return new ModelReply(Before(said));
        if (NameGiven().Match(last) is { Success: true } given) return new ModelReply($"Nice to meet you, {given.Groups["what"].Value}.");
        if (Remember().Match(last) is { Success: true } fixedFact) return new ModelReply($"I will remember: {fixedFact.Groups["what"].Value}");

        if (last.Length == 0) return new ModelReply("You sent me something that I cannot read.");
        var reply = new StringBuilder().Append("You said: ").Append(last).Append(" (message ").Append(said.Count).Append(" of this conversation)");
        if (said.Count > 1) reply.Append(". We began with: \"").Append(Shorten(said[0])).Append('"');
        return new ModelReply(reply.ToString());
    }

    private static string Before(List<string> said)
    {
        if (said.Count < 2) return "You have said nothing before that.";
        var lines = said.Take(said.Count - 1).Select((text, index) => $"{index + 1}. {Shorten(text)}");
        return "Before that you said:\n" + string.Join('\n', lines);
    }

    private static string? LastOf(Regex pattern, string text)
    {
        var matches = pattern.Matches(text);
        return matches.Count == 0 ? null : matches[^1].Groups["what"].Value.Trim();
    }

    private static string Shorten(string text) => text.Length <= 200 ? text : text[..(char.IsHighSurrogate(text[199]) ? 199 : 200)] + "…";

    /// <summary>A bot may put the speaker's name or id before what was said; the words after it are what counts.</summary>
    private static string Plain(string text) =>
        Speaker().Replace(Mention().Replace(text, ""), "", 1).Trim();

    /// <summary>The same for a script, whose arguments may mention people: only what stands before it goes.</summary>
    private static string Addressed(string text) => Address().Replace(text, "", 1).Trim();

    [GeneratedRegex(@"<@[A-Z0-9]+(\|[^>]*)?>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mention();

    [GeneratedRegex(@"^\s*\[[^\]\n]{1,60}\]:?\s+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Speaker();

    [GeneratedRegex(@"^(\s*\[[^\]\n]{1,60}\]:?\s+)?(\s*<@[A-Z0-9]+(\|[^>]*)?>)*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"^say\s+(?<words>\S.*)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Say();

    [GeneratedRegex(@"\s+then\s+stall$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ThenStall();

    [GeneratedRegex(@"^(?<command>stall|silent|markdown|slow|long|fail)(\s+(?<argument>.+))?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"^(hello|hi|hey|good (morning|afternoon|evening))\b[\s!.,]*(holdfast|there)?[\s!.]*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Greeting();

    [GeneratedRegex(@"my name is (?<what>[\p{L}'-]+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NameGiven();

    [GeneratedRegex(@"(what('s| is) my name|who am I)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AsksName();

    [GeneratedRegex(@"what (do|did|should) (you|I).*remember", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AsksMemory();

    [GeneratedRegex(@"\bremember:?( that)? (?<what>[^\n?]+)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Remember();

    [GeneratedRegex(@"what (did|have) I (say|said|ask|asked|tell|told)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AsksBefore();
}
