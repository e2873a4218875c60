using System.CommandLine;
using System.Diagnostics;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Slack;
using Microsoft.Extensions.Options;

namespace Holdfast.LoadRun;

/// <summary><c>answers</c>: what it costs to make messages of what an agent says.</summary>
internal static class AnswerCommand
{
    private const int WarmUp = 2_000;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(2);

    private static readonly (string Name, string Text)[] Answers =
    [
        ("plain words", "echo load 1234567"),
        ("a paragraph", "This is **bold**, this is `code`, and [this](https://example.com/a?b=1&c=2) a link; the rest is words, as most of an answer is."),
        ("10,000 characters", string.Concat(Enumerable.Repeat("- an item with **bold** words and `code`, and a [link](https://example.com/) as well\n", 118))),
    ];

    public static Command Create()
    {
        var command = new Command("answers", "Measures what it costs to make messages of what an agent says.");
        command.SetAction(static _ =>
        {
            foreach (var (name, text) in Answers)
                Console.WriteLine($"{name}: {Measure(text)}");
        });
        return command;
    }

    private static string Measure(string text)
    {
        var replies = new ReplyComposer(new MessageComposer(TimeProvider.System), new FileComposer(TimeProvider.System), Options.Create(new DeliveryOptions()));
        var where = new ConversationId(new TeamId("T1"), new ChannelId("C1"), new SlackTs("1.000001"));
        var cause = ItemId.New(TimeProvider.System);
        for (var i = 0; i < WarmUp; i++)
            replies.Compose(where, cause, text);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var begun = Stopwatch.GetTimestamp();
        var times = 0;
        for (; Stopwatch.GetElapsedTime(begun) < Enough; times++)
            replies.Compose(where, cause, text);
        var each = Stopwatch.GetElapsedTime(begun) / times;
        return $"{each.TotalMicroseconds:F2} µs, {(GC.GetAllocatedBytesForCurrentThread() - allocated) / times:N0} bytes";
    }
}
