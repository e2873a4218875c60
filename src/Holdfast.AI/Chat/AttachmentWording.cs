using Holdfast.Records;
using Holdfast.Text;

namespace Holdfast.AI.Chat;

/// <summary>What the model is told of the files that came with a message: by name and type, so that it neither overlooks them nor makes up what is in them.</summary>
internal static class AttachmentWording
{
    /// <summary>A message as the model gets it.</summary>
    public static string Of(MessageContent content)
    {
        if (content.Attachments.Count == 0)
            return content.Text;
        var files = string.Join(", ", content.Attachments.Select(Named));
        var note = $"[Attached: {files}. You cannot see what is inside; if that is needed, say so.]";
        return content.Text.Length == 0 ? note : $"{content.Text}\n\n{note}";
    }

    /// <summary>A name is a stranger's text: in quotes and on one line it stays a name.</summary>
    private static string Named(Attachment file)
    {
        var name = VisibleText.Of(file.Name).Replace('\n', ' ').Replace('"', '\'');
        string?[] details = [file.MediaType is { } type ? VisibleText.Of(type).Replace('\n', ' ') : null, file.Size is { } size ? Quantities.Bytes(size) : null];
        var known = string.Join(", ", details.Where(detail => detail is not null));
        return known.Length == 0 ? $"\"{name}\"" : $"\"{name}\" ({known})";
    }
}
