using System.Text.Json;
using Holdfast.Attachments;
using Holdfast.Items;
using Holdfast.Tools;

namespace Holdfast.Images;

/// <summary><c>edit_image</c>: changes a picture of the conversation, the newest where none is named, and posts what comes of it.</summary>
public sealed class EditImageTool(PicturePosting posting, ConversationPictures pictures, IAttachmentReader attachments) : IAgentTool
{
    /// <summary>The tool's name.</summary>
    public const string ToolName = "edit_image";

    private const int MaxName = 2_000;
    private const int MostNamed = 8;

    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "prompt": { "type": "string", "description": "What is to become of the picture, and what is to stay as it is. The image model sees the picture and nothing else of the conversation." },
            "picture": { "type": "string", "description": "The file name of the picture, as it stands in the conversation. Left out for the newest picture of the conversation, which is mostly what the user means." },
            "size": { "type": "string", "description": "Width x height where the user wants another shape: 1024x1024, 1536x1024, 1024x1536. Left out otherwise." }
          },
          "required": ["prompt"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public string Name => ToolName;

    /// <inheritdoc/>
    public string Description => "Changes a picture of this conversation, one that somebody attached or that you made before, and posts the changed one. The original stays. Say which picture you took.";

    /// <inheritdoc/>
    public JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public ToolPolicy DefaultPolicy => ToolPolicy.Auto;

    /// <inheritdoc/>
    public ToolReview Review(JsonElement arguments) => Read(arguments) is var (order, name, problem) && problem is null
        ? new ToolReview.Accepted($"Edit {(name is null ? "the newest picture" : $"the picture {name}")}: {order.Prompt}")
        : new ToolReview.Refused(problem!);

    /// <inheritdoc/>
    public async ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (order, name, problem) = Read(call.Arguments);
        if ((problem ?? posting.ProblemOf(call)) is { } wrong)
            return MakeImageTool.NotMade(wrong);
        var all = await pictures.AllAsync(call.Turn, cancellationToken);
        if (all.Count == 0)
            return MakeImageTool.NotMade("there is no picture in this conversation. Ask for one to be attached, or make one.");
        var source = name is null ? all[0] : all.FirstOrDefault(one => one.File.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || one.File.Id == name);
        if (source is null)
            return MakeImageTool.NotMade($"no picture of this conversation has that name. There are {string.Join(", ", all.Take(MostNamed).Select(one => $"\"{PicturePosting.NameOf(one)}\""))}, the newest first.");
        var (original, kept) = await FetchAsync(call, source, cancellationToken);
        if (original is null)
            return MakeImageTool.NotMade($"{PicturePosting.Whose(source)} cannot be edited: {kept.Problem}") with { Effects = kept.Effects };
        try
        {
            var made = await posting.MakeAsync(call, order with { Original = original }, source, cancellationToken);
            return made with { Effects = kept.Effects.And(made.Effects) };
        }
        catch (ImageException e)
        {
            return MakeImageTool.NotMade($"{PicturePosting.Whose(source)} could not be edited: {e.Message}") with { Effects = kept.Effects };
        }
    }

    private async ValueTask<(Picture? Original, (string Problem, Effects Effects) Kept)> FetchAsync(ToolCall call, KnownPicture source, CancellationToken cancellationToken)
    {
        var (conversation, effects) = (call.Turn.Conversation, Effects.None);
        var found = attachments.PicturesOf(conversation, source.File);
        var problem = "it could not be read.";
        if (found is null)
        {
            var read = await attachments.ReadAsync(conversation, source.File, cancellationToken);
            (found, effects, problem) = (read.Pictures, read.Kept, read.File.Problem ?? "there is no picture in it.");
        }

        return found switch
        {
            [{ MediaType: "image/png" or "image/jpeg" or "image/webp" } picture, ..] => (picture, ("", effects)),
            [{ MediaType: var type }, ..] => (null, ($"it is {type}, and only PNG, JPEG and WebP can be edited.", effects)),
            _ => (null, (problem, effects)),
        };
    }

    private static (ImageOrder Order, string? Name, string? Problem) Read(JsonElement json)
    {
        var arguments = new ToolArguments(json, "prompt", "picture", "size");
        var order = new ImageOrder(arguments.Text("prompt", PicturePosting.MaxPrompt) ?? "") { Size = MakeImageTool.SizeOf(arguments) };
        var name = arguments.Text("picture", MaxName)?.Trim();
        return (order, name, arguments.Problem ?? (order.Prompt.Length == 0 ? "\"prompt\" is missing." : null));
    }
}
