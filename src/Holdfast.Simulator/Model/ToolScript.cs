using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Model;

/// <summary>
/// Reads what a person wants called: <c>use tool {…}</c> on several lines for calls at once, <c>then</c> before what shall wait for
/// the results, <c>repeat 400 use tool {…}</c> and <c>steps 400 of 2000 bytes</c> for long runs, <c>run the command …</c> in plain
/// words, and lines about timers (<see cref="TimerWords"/>) and pictures (<see cref="PictureWords"/>) where there are tools for them. After a last <c>then</c> may come any other
/// command.
/// </summary>
internal sealed partial class ToolScript
{
    private const int MaxRounds = 10_000;
    private const int LongestLine = 1_000;
    private const string CommandTool = "exec";

    private readonly string _text;
    private readonly Func<string, bool> _offers;
    private readonly Func<string, ModelToolCall?> _pictureOf;
    private readonly List<ToolRound> _rounds = [];
    private List<ModelToolCall> _calls = [];
    private string _say = "";
    private int _at;

    private ToolScript(string text, Func<string, bool> offers, Func<string, ModelToolCall?> pictureOf)
    {
        _text = text;
        _offers = offers;
        _pictureOf = pictureOf;
    }

    /// <summary>Null when the text is about something else.</summary>
    /// <param name="text">What the person said.</param>
    /// <param name="offers">Whether there is a tool of a name: without one, words about timers are talk as any other.</param>
    /// <param name="pictureOf">The call that a line about a picture asks for, where there is a tool for it.</param>
    public static ToolPlan? Read(string text, Func<string, bool> offers, Func<string, ModelToolCall?>? pictureOf = null) =>
        new ToolScript(text, offers, pictureOf ?? (_ => null)).Read();

    private ToolPlan? Read()
    {
        while (true)
        {
            SkipSpace();
            if (_at == _text.Length) break;
            var isNext = Take(Then()).Success;
            if (isNext) EndRound();
            if (TakeStep()) continue;
            return isNext && _rounds.Count > 0 ? new ToolPlan(_rounds, _text[_at..].Trim()) : null;
        }

        EndRound();
        return _rounds.Count is > 0 and <= MaxRounds ? new ToolPlan(_rounds, Finally: null) : null;
    }

    private bool TakeStep()
    {
        if (Take(Use()) is { Success: true } use)
        {
            AddUse(use);
            return true;
        }

        if (Take(Steps()) is { Success: true } steps)
        {
            var bytes = steps.Groups["bytes"];
            Repeat(Number(steps.Groups["times"]), n => Exec(bytes.Success ? ["printf", $"%0{bytes.Value}d", n] : ["echo", $"step {n}"]));
            return true;
        }

        if (Take(Run()) is { Success: true } run)
        {
            _calls.Add(Exec([.. Word().Matches(run.Groups["command"].Value).Select(word => word.Groups["word"].Value)]));
            return true;
        }

        if (TakeLine() is { } call)
        {
            _calls.Add(call);
            return true;
        }

        if (Take(Say()) is not { Success: true } say) return false;
        _say = say.Groups["words"].Value.Trim();
        return true;
    }

    private void AddUse(Match use)
    {
        var tool = use.Groups["tool"].Value;
        var arguments = TakeArguments();
        if (use.Groups["times"] is { Success: true } times)
            Repeat(Number(times), n => new ModelToolCall(tool, arguments.Replace("{n}", n, StringComparison.Ordinal)));
        else
            _calls.Add(new ModelToolCall(tool, arguments));
    }

    /// <summary>What a timer is for, or what is to be drawn, may hold any word, "then" too: such a line is one step to its end.</summary>
    private ModelToolCall? TakeLine()
    {
        var line = Line().Match(_text, _at);
        if (line.Length is 0 or > LongestLine) return null;
        if ((TimerWords.Read(line.Value) is { } timer && _offers(timer.Name) ? timer : _pictureOf(line.Value)) is not { } call) return null;
        _at += line.Length;
        return call;
    }

    private void Repeat(int times, Func<string, ModelToolCall> call)
    {
        EndRound();
        for (var i = 1; i <= Math.Min(times, MaxRounds); i++)
        {
            _rounds.Add(new ToolRound(_say, [call(i.ToString())]));
            _say = "";
        }
    }

    private void EndRound()
    {
        if (_calls.Count == 0) return;
        _rounds.Add(new ToolRound(_say, _calls));
        _calls = [];
        _say = "";
    }

    /// <summary>
    /// The JSON object that stands here, to its end on whatever line. What is no JSON is taken to the line's end as it is: a real
    /// model sends such arguments now and then, too.
    /// </summary>
    private string TakeArguments()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t') _at++;
        if (_at == _text.Length || _text[_at] != '{') return "{}";
        var start = _at;
        var bytes = Encoding.UTF8.GetBytes(_text[start..]);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            reader.Read();
            reader.Skip();
            _at = start + Encoding.UTF8.GetCharCount(bytes, 0, (int)reader.BytesConsumed);
        }
        catch (JsonException)
        {
            // Arguments that are no JSON are wanted now and then: they are passed on as they are.
            var end = _text.IndexOf('\n', start);
            _at = end < 0 ? _text.Length : end;
        }

        return _text[start.._at].Trim();
    }

    private static ModelToolCall Exec(IReadOnlyList<string> words) => new(CommandTool, ToolArguments.Of("command", words));

    private static int Number(Group digits) => int.Parse(digits.Value);

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
    }

    private Match Take(Regex pattern)
    {
        var match = pattern.Match(_text, _at);
        if (match.Success) _at += match.Length;
        return match;
    }

    [GeneratedRegex(@"\Gthen\s+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Then();

    // A name must be followed by its arguments, another step or the end: "use the sails" is talk.
    [GeneratedRegex(@"\G(repeat\s+(?<times>[0-9]{1,6})\s+(times\s+)?)?use\s+(?<tool>[^\s{]{1,200})(?=[ \t]*(\{|\r?\n|$)|\s+then\s)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Use();

    [GeneratedRegex(@"\Gsteps\s+(?<times>[0-9]{1,6})(\s+of\s+(?<bytes>[0-9]{1,7})\s+bytes?)?(?=\s|$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Steps();

    [GeneratedRegex(@"\G(please\s+)?run\s+(((the\s+)?command:?\s+)?`(?<command>[^`\n]+)`[.!]?|(the\s+)?command:?\s+(?<command>[^`\n]+?)(?=\s+then\s|\r?\n|\s*$))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Run();

    // Words count as said along with a call only when a call follows.
    [GeneratedRegex(@"\Gsay\s+(?<words>[^\n]+)(?=\n\s*(then\s+)?(use|repeat|steps|run)\s)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Say();

    [GeneratedRegex(@"\G[^\r\n]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();

    [GeneratedRegex("\"(?<word>[^\"]*)\"|'(?<word>[^']*)'|(?<word>\\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
