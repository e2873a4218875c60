using System.Diagnostics;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;
using Holdfast.Tools;

namespace Holdfast.Images;

/// <summary>
/// Pictures that tools of other programs return. Each is posted in the conversation by the commit that journals the call, and read as a file of it, by which the model sees it.
/// Whoever gives tools that return some registers a <see cref="PictureMaker"/>: the pictures are then remembered in the conversation.
/// </summary>
/// <param name="files">Plans the uploads.</param>
/// <param name="time">The clock.</param>
public sealed class ReturnedPictures(FileComposer files, TimeProvider time)
{
    /// <summary>The most of one call.</summary>
    public const int MaxAtOnce = 4;

    private const int MaxTitle = 120;

    /// <summary>A result together with its pictures.</summary>
    /// <param name="result">What the call led to.</param>
    /// <param name="call">The call.</param>
    /// <param name="title">What people see above each.</param>
    /// <param name="pictures">The pictures; of more than <see cref="MaxAtOnce"/> the first.</param>
    public ToolResult Add(ToolResult result, ToolCall call, string title, IReadOnlyList<ReturnedPicture> pictures)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(pictures);
        var (turn, now) = (call.Turn, time.GetUtcNow());
        var shown = VisibleText.Line(title);
        var (effects, attached) = (result.Effects, new List<Attachment>(result.Pictures));
        foreach (var picture in pictures.Take(MaxAtOnce))
        {
            var id = ItemId.New(time);
            var kept = new KeptFile(id, turn.Conversation.Team.Value, $"{PicturePosting.Prefix}{id}.{picture.MediaType["image/".Length..]}", picture.MediaType, now) { Content = picture.Bytes };
            var words = VisibleText.Line(picture.Description).Trim() is { Length: > 0 } said ? said : shown;
            effects = effects.And(files.Upload(
                turn.Conversation, turn.Run, kept, TextCut.Beginning(shown, MaxTitle), TextCut.Beginning(words, SlackLimits.FileAltText - 1), Activity.Current?.Id));
            attached.Add(kept.AsAttachment(picture.Bytes.Length));
        }

        return result with { Effects = effects, Pictures = attached };
    }
}

/// <summary>A picture that a tool returned.</summary>
/// <param name="Bytes">The picture; at most <see cref="KeptFile.MaxBytes"/>.</param>
/// <param name="MediaType">What it is, by its bytes.</param>
/// <param name="Description">What the tool says of it, for those who do not see it; empty where it says nothing.</param>
public sealed record ReturnedPicture(byte[] Bytes, string MediaType, string Description);
