using System.ComponentModel.DataAnnotations;

namespace Holdfast.Configuration;

/// <summary>A list of Slack's ids: a name in place of an id would silently match no user.</summary>
/// <param name="prefixes">The letters with which they may begin.</param>
/// <param name="what">What they are of, for the message.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SlackIdsAttribute(string prefixes, string what) : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is IEnumerable<string> ids && ids.All(IsId);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) =>
        $"{name} must hold ids of {what}, such as {prefixes[0]}0123ABCD: in Slack, open the profile, the three dots, Copy ID.";

    private bool IsId(string id) =>
        id.Length is >= 2 and <= 32 && prefixes.Contains(id[0], StringComparison.Ordinal) && id.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
