using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Holdfast.LoadRun.Soak.Report;
using Holdfast.Simulator.World;

namespace Holdfast.LoadRun.Soak;

/// <summary>Something that must be said exactly once, or once at most.</summary>
/// <param name="Word">The word that only this answer has.</param>
/// <param name="Kind">What was asked for.</param>
internal sealed record SoakQuestion(string Word, string Kind)
{
    /// <summary>Whether it may be left unanswered: it was taken back, nobody took it, or it was refused in words.</summary>
    public bool MayBeSilent { get; set; }
}

/// <summary>Book of all that was asked. It is settled at the end, by what then stands in Slack.</summary>
internal sealed partial class SoakLedger
{
    private const int MaxTold = 120;

    private readonly ConcurrentDictionary<string, SoakQuestion> _questions = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SoakAnswer> _answers = new();
    private readonly long _began = Stopwatch.GetTimestamp();
    private int _last;
    private int _retried;
    private int _untaken;

    /// <summary>Since the soak began.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_began);

    public int Asked => _questions.Count;

    public IReadOnlyList<SoakAnswer> Answers => [.. _answers];

    public int Retried => Volatile.Read(ref _retried);

    public int Untaken => Volatile.Read(ref _untaken);

    /// <summary>An answer that a person waits for.</summary>
    public SoakQuestion Ask(string kind) => Add($"answer-{Interlocked.Increment(ref _last)}", kind);

    /// <summary>The ring of a timer.</summary>
    public SoakQuestion AskToRing(string kind) => Add($"bell-{Interlocked.Increment(ref _last)}", kind);

    public void Answered(TimeSpan askedAt) => _answers.Enqueue(new SoakAnswer(askedAt, Now - askedAt));

    public void Retry() => Interlocked.Increment(ref _retried);

    public void NotTaken(SoakQuestion question)
    {
        question.MayBeSilent = true;
        Interlocked.Increment(ref _untaken);
    }

    public IReadOnlyList<SoakCount> ByKind() =>
        [.. _questions.Values.GroupBy(question => question.Kind).Select(kind => new SoakCount(kind.Key, kind.Count())).OrderByDescending(count => count.Asked)];

    /// <summary>Whether a text has the word of a question, and not that of another which begins likewise.</summary>
    public static bool Says(string text, SoakQuestion question) =>
        text.Contains(question.Word, StringComparison.Ordinal) && Words().Matches(text).Any(word => word.Value == question.Word);

    /// <summary>What is not as it should be.</summary>
    public (IReadOnlyList<string> Lost, IReadOnlyList<string> Doubled) Settle(SlackWorld world)
    {
        var said = world.Channels
            .SelectMany(channel => world.Messages(channel.Id))
            .Where(message => message.IsFromBot && !SoakPeople.Offers(message, SoakPeople.Retry))
            .SelectMany(message => Words().Matches(message.Text).Select(word => (Word: word.Value, Message: message)).DistinctBy(one => one.Word, StringComparer.Ordinal))
            .ToLookup(one => one.Word, one => one.Message, StringComparer.Ordinal);
        var questions = _questions.Values.OrderBy(question => question.Word, StringComparer.Ordinal).ToList();
        return (
            [.. questions.Where(question => !question.MayBeSilent && !said[question.Word].Any()).Select(question => $"{question.Kind}: {question.Word}")],
            [.. questions.Where(question => said[question.Word].Skip(1).Any()).Select(question => $"{question.Kind}: {question.Word}, in {string.Join(" and ", said[question.Word].Select(Told))}")]);
    }

    private static string Told(SlackMessage message)
    {
        var text = message.Text.ReplaceLineEndings(" ");
        return $"{message.ThreadTs ?? message.Channel}/{message.Ts} \"{(text.Length > MaxTold ? $"{text[..MaxTold]}…" : text)}\"";
    }

    private SoakQuestion Add(string word, string kind) => _questions[word] = new SoakQuestion(word, kind);

    [GeneratedRegex(@"\b(answer|bell)-\d+\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();
}
