using System.Text;
using System.Text.Json;
using Holdfast.Inbound;
using Holdfast.Slack;
using Holdfast.Slack.Text;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Assistant;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Tools;
using Holdfast.Workspaces;

namespace Holdfast.LookUps;

/// <summary>
/// <c>search_messages</c>: Slack's own search, on behalf of whoever asks. Slack finds what they may see; of that, public channels alone, since others may read the answer.
/// </summary>
internal sealed class SearchMessagesTool(LookUpCalls calls, SaidMessages said, IWorkspaces workspaces, IRecordReader records, TimeProvider time) : LookUpTool(time)
{
    /// <summary>What the model calls it.</summary>
    public const string ToolName = "search_messages";

    /// <summary>Slack gives no more at a time.</summary>
    private const int MaxFound = 20;

    private const int MaxQuery = 400;
    private const int MaxAddress = 500;

    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": { "query": { "type": "string", "description": "What is looked for: a few words that the messages hold, or a question." } },
          "required": ["query"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public override string Name => ToolName;

    /// <inheritdoc/>
    public override string Description => "Searches the messages of the workspace's public channels: who said what, when and where, with an address.";

    /// <inheritdoc/>
    public override JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public override ToolReview Review(JsonElement arguments)
    {
        var (problem, query) = Read(arguments);
        return problem is null ? new ToolReview.Accepted($"Search the workspace: {query}") : new ToolReview.Refused(problem);
    }

    protected override async Task<string> LookUpAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var turn = call.Turn;
        var asker = await Asker.OfAsync(turn, calls, cancellationToken);
        ChannelAccess.RequireNoStrangers(asker);
        if (await SearchTokens.FindAsync(records, turn.Run, cancellationToken) is not { } token || await workspaces.FindAsync(asker.Team, cancellationToken) is not { } workspace)
            throw Expired(null);
        var found = await SearchAsync(asker.Team, Read(call.Arguments).Query!, token, cancellationToken);
        var text = new StringBuilder();
        foreach (var message in found)
        {
            var shown = new SlackMessage { Ts = message.MessageTs, User = message.AuthorUserId, Text = message.Content };
            var written = await said.WriteAsync([shown], workspace.Identity, keepsNewest: false, cancellationToken);
            if (written.Count > 0)
                text.Append(written.Text).Append(WhereOf(message)).Append('\n');
        }

        return text.Length == 0 ? "Nothing was found in the public channels that the one who asks can see." : text.ToString().TrimEnd();
    }

    private async Task<IReadOnlyList<FoundMessage>> SearchAsync(TeamId team, string query, string token, CancellationToken cancellationToken)
    {
        var request = new AssistantSearchContextRequest { Query = query, ActionToken = token, ChannelTypes = "public_channel", ContentTypes = "messages", Limit = MaxFound };
        try
        {
            return (await calls.CallAsync(team, request, LookUpCalls.Of(team, request.Method), cancellationToken)).Results?.Messages ?? [];
        }
        catch (SlackException e) when (e.Error is "invalid_action_token" or "action_token_expired" or "token_expired")
        {
            throw Expired(e);
        }
        catch (SlackException e)
        {
            throw new LookUpException($"Slack does not search ({e.Error}).", e);
        }
    }

    private static LookUpException Expired(SlackException? error) =>
        new("Slack lets the workspace be searched for some minutes after a message to the app, and they have passed. Say so: a new message can be searched for again.", error);

    private static string WhereOf(FoundMessage message)
    {
        string?[] parts =
        [
            PlainName.Of(message.ChannelName) is { Length: > 0 } name ? $"#{name}" : message.ChannelId is { } channel ? $"channel {channel}" : null,
            $"message {message.MessageTs}",
            message.Permalink is { Length: > 0 and <= MaxAddress } address ? VisibleText.Line(address) : null,
        ];
        return $" [{string.Join(", ", parts.OfType<string>())}]";
    }

    private static (string? Problem, string? Query) Read(JsonElement arguments)
    {
        var read = new ToolArguments(arguments, "query");
        var query = read.Text("query", MaxQuery);
        return (read.Problem ?? (string.IsNullOrWhiteSpace(query) ? "\"query\" is missing." : null), query);
    }
}
