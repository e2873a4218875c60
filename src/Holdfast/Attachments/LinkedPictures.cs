using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Records;

namespace Holdfast.Attachments;

/// <summary>Pictures that a message only links: they are looked at like those that came with it, where they can be fetched by everybody.</summary>
public static partial class LinkedPictures
{
    /// <summary>The most of one message.</summary>
    private const int Most = 3;

    private const int MaxLength = 2_000;
    private const int MostTimeMs = 1_000;
    private const string Id = "link-";

    /// <summary>The pictures that a message links, as files of it: their names are their addresses.</summary>
    /// <param name="content">The message.</param>
    public static IReadOnlyList<Attachment> In(MessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!content.Text.Contains("://", StringComparison.Ordinal))
            return [];
        return
        [
            .. Links().Matches(content.Text).Select(match => match.Value).Where(link => link.Length <= MaxLength && Uri.TryCreate(link, UriKind.Absolute, out _)).Distinct().Take(Most)
                .Select(link => new Attachment($"{Id}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(link)))[..32]}", link)),
        ];
    }

    /// <summary>Where a picture is that is only linked; null for a file of Slack's.</summary>
    /// <param name="file">The file.</param>
    public static Uri? AddressOf(Attachment file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Id.StartsWith(Id, StringComparison.Ordinal) && Uri.TryCreate(file.Name, UriKind.Absolute, out var address) ? address : null;
    }

    /// <summary>Other links may be pictures too; to ask each host for it would tell it what is talked about here.</summary>
    [GeneratedRegex(@"https?://[^\s<>""'()|]+?\.(png|jpe?g|gif|webp)(\?[^\s<>""'()|]*)?(?=$|[\s<>""'()|.,;:!?])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex Links();
}
