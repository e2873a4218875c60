using System.Diagnostics;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;
using Holdfast.Tools;
using Microsoft.Extensions.Options;

namespace Holdfast.Images;

/// <summary>What the tools that make pictures have in common: the bounds, the model, and how what it made is posted.</summary>
/// <param name="model">Makes them.</param>
/// <param name="pictures">The pictures of the conversation.</param>
/// <param name="files">Plans the upload.</param>
/// <param name="options">The bounds.</param>
/// <param name="time">The clock.</param>
public sealed class PicturePosting(IImageModel model, ConversationPictures pictures, FileComposer files, IOptions<ImageOptions> options, TimeProvider time)
{
    /// <summary>The most characters of a prompt.</summary>
    internal const int MaxPrompt = 8_000;

    /// <summary>What is put before the name of a file.</summary>
    internal const string Prefix = "picture-";

    private const int MaxTitle = 120;

    private static readonly string[] Tools = [MakeImageTool.ToolName, EditImageTool.ToolName];

    /// <summary>Why a call is one too many; null when it is not.</summary>
    internal string? ProblemOf(ToolCall call)
    {
        var (made, most) = (call.Earlier.Count(earlier => Tools.Contains(earlier.Tool)), options.Value.MaxPerRun);
        return made < most ? null : $"one answer may ask for at most {Quantities.Count(most, "picture")}. Say what there is, and go on with the next question.";
    }

    /// <summary>Has a picture made, and posted in the commit that journals the step.</summary>
    /// <param name="call">The call.</param>
    /// <param name="order">What is wanted.</param>
    /// <param name="source">The file that is edited; null for a new picture.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ImageException">There is none.</exception>
    internal async ValueTask<ToolResult> MakeAsync(ToolCall call, ImageOrder order, KnownPicture? source, CancellationToken cancellationToken)
    {
        var made = await model.MakeAsync(order, cancellationToken);
        var (turn, now, id) = (call.Turn, time.GetUtcNow(), ItemId.New(time));
        var kept = new KeptFile(id, turn.Conversation.Team.Value, $"{Prefix}{id}.{made.MediaType["image/".Length..]}", made.MediaType, now) { Content = made.Bytes };
        var shown = Line(order.Prompt);
        var title = source is null ? shown : $"{NameOf(source)}: {shown}";
        var upload = files.Upload(
            turn.Conversation, turn.Run, kept, TextCut.Beginning(title, MaxTitle), TextCut.Beginning(shown, SlackLimits.FileAltText - 1), Activity.Current?.Id);
        var remembered = await pictures.AddAsync(turn, [kept.AsAttachment(made.Bytes.Length)], now, cancellationToken);
        var how = source is null ? "Made" : $"Edited {Whose(source)} into";
        return new ToolResult($"{how} \"{kept.Name}\" ({made.MediaType}, {Quantities.Bytes(made.Bytes.Length)}). It is posted in this conversation by itself, above or below your answer: do not link it.")
        {
            Effects = upload.And(remembered),
            Usage = made.Usage,
        };
    }

    /// <summary>A picture and where it is from, for the model and for whoever reads the step.</summary>
    internal static string Whose(KnownPicture picture) =>
        $"\"{NameOf(picture)}\", {(picture.IsMade ? "which you made" : picture.By is { } by ? $"which {Line(by)} attached" : "which was attached")},";

    /// <summary>A name on one line.</summary>
    internal static string NameOf(KnownPicture picture) => TextCut.Beginning(Line(picture.File.Name), MaxTitle / 2);

    private static string Line(string text) => VisibleText.Line(text).Replace('"', '\'').Trim();
}
