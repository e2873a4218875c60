using System.Text.Json;
using Holdfast.Slack;
using Holdfast.Tools;
using Holdfast.Workspaces;

namespace Holdfast.LookUps;

/// <summary><c>read_thread</c>: more of a thread than the conversation holds.</summary>
internal sealed class ReadThreadTool(ChannelAccess access, ChannelNames names, HistoryReading history, SaidMessages said, IWorkspaces workspaces, TimeProvider time) : LookUpTool(time)
{
    /// <summary>What the model calls it.</summary>
    public const string ToolName = "read_thread";

    private const int Most = 200;

    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "thread": { "type": "string", "description": "The thread, as read_channel names it, such as 1732000000.000100. This thread when it is left out." },
            "channel": { "type": "string", "description": "The channel of that thread: its name or id. This channel when it is left out." },
            "after": { "type": "string", "description": "Only messages after this one, to go on where the last look ended." }
          },
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public override string Name => ToolName;

    /// <inheritdoc/>
    public override string Description => "Reads the messages of a Slack thread from its beginning: who said what, and when. For what was said before the conversation that you were given.";

    /// <inheritdoc/>
    public override JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public override ToolReview Review(JsonElement arguments)
    {
        var asked = new Asked(arguments);
        return asked.Problem is { } problem ? new ToolReview.Refused(problem) : new ToolReview.Accepted($"Read {(asked.Thread is { } thread ? $"the thread {thread}" : "this thread")} in {asked.Channel ?? "this channel"}");
    }

    protected override async Task<string> LookUpAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (asked, here) = (new Asked(call.Arguments), call.Turn.Conversation);
        var thread = asked.Thread ?? (asked.Channel is null ? here.Thread : null)
            ?? throw new LookUpException("this conversation is not a thread. Name the thread, or use read_channel.");
        var channel = asked.Channel is { } name ? await names.FindAsync(here.Team, name, cancellationToken) : here.Channel;
        await access.RequireAsync(call.Turn, channel, cancellationToken);
        var me = await workspaces.FindAsync(here.Team, cancellationToken) ?? throw new LookUpException("the app is not installed here any more.");
        var read = await history.ThreadAsync(here.Team, channel, thread, asked.After, Most, cancellationToken);
        var written = await said.WriteAsync(read.Messages, me.Identity, keepsNewest: false, cancellationToken);
        if (written.Count == 0)
            return "There are no messages there.";
        var end = written.IsCut || read.HasMore ? $"There are more. {(read.Problem is { } problem ? $"{problem} " : "")}To go on, use after {written.Last}." : "That is the end of the thread.";
        return $"{written.Text}\n\n{end}";
    }

    private sealed record Asked
    {
        public Asked(JsonElement arguments)
        {
            var read = new ToolArguments(arguments, "thread", "channel", "after");
            (Thread, After, Channel) = (read.Message("thread"), read.Message("after"), read.Text("channel", ReadChannelTool.MaxName));
            Problem = read.Problem;
        }

        public string? Problem { get; }

        public SlackTs? Thread { get; }

        public SlackTs? After { get; }

        public string? Channel { get; }
    }
}
