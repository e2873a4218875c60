namespace Holdfast.Simulator.Model;

/// <summary>One message of the conversation a model is given.</summary>
/// <param name="Role"><c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Text">Its text; parts joined, other parts left out.</param>
public sealed record ModelMessage(string Role, string Text)
{
    /// <summary>The pictures in it, in their order.</summary>
    public IReadOnlyList<ModelImage> Images { get; init; } = [];

    /// <summary>The calls of an assistant message.</summary>
    public IReadOnlyList<ModelToolCall> ToolCalls { get; init; } = [];

    /// <summary>The call that a tool message answers.</summary>
    public string? ToolCallId { get; init; }
}

/// <summary>A call as the model sees it, by whichever protocol it came.</summary>
/// <param name="Model">The model's name as asked for.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Stream">Whether the answer is wanted in pieces.</param>
/// <param name="IncludeUsage">Whether a stream shall end with the usage.</param>
/// <param name="Tools">The tools the model is offered.</param>
public sealed record ModelRequest(
    string Model, IReadOnlyList<ModelMessage> Messages, bool Stream, bool IncludeUsage, IReadOnlyList<ModelTool> Tools)
{
    /// <summary>Whether a tool may be called at all; <c>tool_choice</c> can forbid it. Default true.</summary>
    public bool MayCallTools { get; init; } = true;

    /// <summary>Whether several tools may be called in one message. Default true.</summary>
    public bool MayCallInParallel { get; init; } = true;

    /// <summary>Whether what the model thinks is wanted, sealed, to be brought back. Default false.</summary>
    public bool WantsThinking { get; init; }

    /// <summary>Whether it is to be told in a few words what the model thinks. Default false.</summary>
    public bool WantsSummary { get; init; }

    /// <summary>What people said, oldest first, without the notes of who said it.</summary>
    public IReadOnlyList<string> UserTexts { get; } = [.. Messages.Where(IsOfPerson).Select(message => Spoken.Words(message.Text))];

    /// <summary>Who said each of <see cref="UserTexts"/>; null where the bot does not tell.</summary>
    internal IReadOnlyList<string?> Speakers => [.. Messages.Where(IsOfPerson).Select(message => Spoken.Speaker(message.Text))];

    /// <summary>The latest text of the user, or nothing.</summary>
    public string LastUserText => UserTexts.Count == 0 ? "" : UserTexts[^1];

    /// <summary>Every picture of the conversation, oldest first.</summary>
    public IReadOnlyList<ModelImage> Images => [.. Messages.SelectMany(message => message.Images)];

    /// <summary>The pictures that came with what the user said last.</summary>
    public IReadOnlyList<ModelImage> LastUserImages => LastUserIndex < 0 ? [] : Messages[LastUserIndex].Images;

    /// <summary>What was said and done since the user spoke last: the model's own calls and what came of them.</summary>
    public IEnumerable<ModelMessage> SinceUser => Messages.Skip(LastUserIndex + 1);

    /// <summary>The results of the calls made since the user spoke last, oldest first.</summary>
    public IReadOnlyList<ModelToolResult> ToolResults
    {
        get
        {
            var calls = new Dictionary<string, ModelToolCall>();
            var results = new List<ModelToolResult>();
            foreach (var message in SinceUser)
            {
                foreach (var call in message.ToolCalls) calls[call.Id!] = call;
                if (message.ToolCallId is { } id) results.Add(new ModelToolResult(calls[id], message.Text) { Images = message.Images });
                else if (message.Role == "user" && results.Count > 0) results[^1] = results[^1] with { Images = message.Images };
            }

            return results;
        }
    }

    /// <summary>Whether the model may call this tool.</summary>
    public bool Offers(string tool) => MayCallTools && Tools.Any(known => known.Name == tool);

    /// <summary>About how much the conversation costs, at four characters a token: close enough for a bot that adds up costs.</summary>
    internal long Tokens =>
        (Messages.Sum(message => (long)message.Text.Length + message.ToolCalls.Sum(call => call.Arguments.Length)) / 4)
        + Messages.Sum(message => 1 + message.Images.Sum(image => image.Tokens));

    /// <summary>The characters and pictures of the conversation, for those who must bound what they keep of it.</summary>
    internal long Length => Messages.Sum(message =>
        (long)message.Text.Length + message.ToolCalls.Sum(call => call.Arguments.Length) + message.Images.Sum(image => image.Bytes.Length));

    /// <summary>Pictures of a tool come in a message of the user's, since a tool's can hold none; a model reads that nobody wrote it.</summary>
    private static bool IsOfPerson(ModelMessage message) => message.Role == "user" && !message.Text.StartsWith("[Nobody wrote this: your tools", StringComparison.Ordinal);

    private int LastUserIndex
    {
        get
        {
            for (var i = Messages.Count - 1; i >= 0; i--)
            {
                if (IsOfPerson(Messages[i])) return i;
            }

            return -1;
        }
    }
}
