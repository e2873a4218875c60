using System.Text.Json;
using Holdfast.Slack;
using Holdfast.Tools;
using Holdfast.Workspaces;

namespace Holdfast.LookUps;

/// <summary><c>read_channel</c>: what was said in a channel lately.</summary>
internal sealed class ReadChannelTool(ChannelAccess access, ChannelNames names, HistoryReading history, SaidMessages said, IWorkspaces workspaces, TimeProvider time) : LookUpTool(time)
{
    /// <summary>What the model calls it.</summary>
    public const string ToolName = "read_channel";

    /// <summary>The longest name of a channel that is read.</summary>
    internal const int MaxName = 100;

    private const int Most = 200;
    private const int Usual = 50;

    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "channel": { "type": "string", "description": "The channel's name or id. This channel when it is left out." },
            "count": { "type": "integer", "minimum": 1, "maximum": 200, "description": "How many messages at most. 50 when it is left out." },
            "before": { "type": "string", "description": "Only messages before this one, such as 1732000000.000100, to go further back." }
          },
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public override string Name => ToolName;

    /// <inheritdoc/>
    public override string Description =>
        "Reads the latest messages of a Slack channel, without the answers in its threads: who said what, and when. Reads only what the user who asks may read.";

    /// <inheritdoc/>
    public override JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public override ToolReview Review(JsonElement arguments)
    {
        var asked = new Asked(arguments);
        return asked.Problem is { } problem ? new ToolReview.Refused(problem) : new ToolReview.Accepted($"Read the last {asked.Count} messages of {asked.Channel ?? "this channel"}");
    }

    protected override async Task<string> LookUpAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (asked, here) = (new Asked(call.Arguments), call.Turn.Conversation);
        var channel = asked.Channel is { } name ? await names.FindAsync(here.Team, name, cancellationToken) : here.Channel;
        await access.RequireAsync(call.Turn, channel, cancellationToken);
        var me = await workspaces.FindAsync(here.Team, cancellationToken) ?? throw new LookUpException("the app is not installed here any more.");
        var read = await history.ChannelAsync(here.Team, channel, asked.Before, asked.Count, cancellationToken);
        var written = await said.WriteAsync([.. read.Messages.Reverse()], me.Identity, keepsNewest: true, cancellationToken);
        if (written.Count == 0)
            return "There are no messages there.";
        var end = written.IsCut || read.HasMore ? $"There are older ones. {(read.Problem is { } problem ? $"{problem} " : "")}To go further back, use before {written.First}." : "That is all there is.";
        return $"{written.Text}\n\n{end}";
    }

    private sealed record Asked
    {
        public Asked(JsonElement arguments)
        {
            var read = new ToolArguments(arguments, "channel", "count", "before");
            (Channel, Count, Before) = (read.Text("channel", MaxName), read.Number("count", 1, Most) ?? Usual, read.Message("before"));
            Problem = read.Problem;
        }

        public string? Problem { get; }

        public string? Channel { get; }

        public int Count { get; }

        public SlackTs? Before { get; }
    }
}
