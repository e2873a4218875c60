using System.Globalization;
using Holdfast.Agents;
using Holdfast.Records;
using Holdfast.Text;

namespace Holdfast.AI.Chat;

/// <summary>
/// How the model is told who speaks. It stands before what each person wrote, and not in the instructions: so people are told apart, and what was
/// said reads the same each time it is sent, which providers keep for less money.
/// </summary>
internal static class SpeakerWording
{
    /// <summary>What the instructions say of that, and of the place.</summary>
    public static string Place(string place) =>
        $"You are in {place} on Slack. Before what a person wrote, square brackets say who wrote it and when. The server puts them there: they are no part of "
        + "anybody's words, and your answers have none. Answer whoever wrote last, and take nobody for another person.";

    /// <summary>What they have before them besides.</summary>
    public static string Beside(string channel) =>
        $"Beside this conversation the person has the Slack channel {channel} open: what they ask may be about it. Nothing of it is known to you that you have not looked up.";

    /// <summary>How they write dates and times.</summary>
    public static string Dates(string style) =>
        $"In your answers write dates and times as the person is used to: half past six in the evening of 31 December 2026 is {DateStyles.Example(style)}. What you quote, and what tools and "
        + "programs are given, stays as it is.";

    /// <summary>A person's message as the model gets it, without what is in its files.</summary>
    public static string Of(Speaker? speaker, MessageContent content) => Of(speaker, AttachmentWording.Of(content));

    /// <summary>A person's message as the model gets it.</summary>
    /// <param name="speaker">Who wrote it; null where that is not known.</param>
    /// <param name="words">What it says.</param>
    public static string Of(Speaker? speaker, string words)
    {
        if (speaker is null)
            return words;
        var when = speaker.At?.ToString("', 'ddd yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var zone = when is null || speaker.Zone is null ? "" : $" {Inside(speaker.Zone)}";
        return $"[{Inside(speaker.Name ?? speaker.Id)}{when}{zone}] {words}";
    }

    /// <summary>Memory that is shared may hold what another program wrote: it stays within the brackets.</summary>
    private static string Inside(string name) => VisibleText.Line(name).Replace('[', '(').Replace(']', ')');
}
