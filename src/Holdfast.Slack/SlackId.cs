using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Slack;

/// <summary>The one rule that all ids share: short, and free of what could break a log line, a key or a URL.</summary>
internal static class SlackId
{
    internal const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.#@:");

    internal static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);

    internal static string Checked(string value) =>
        IsValid(value) ? value : throw new ArgumentException("Not a Slack id: empty, too long, or with characters no id has.", nameof(value));
}
