using Holdfast.Agents;
using Holdfast.Home;
using Holdfast.Runs;
using Holdfast.Slack.BlockKit;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Settings.Forms;

/// <summary>What the viewer has set, with the button that opens it.</summary>
internal sealed class SettingsHomeSection(SettingsBook book, RunRetention retention, SettingsForm form, IRecordReader records) : IHomeSection
{
    private const int MaxShown = 200;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Block>> ShowAsync(HomeViewer viewer, CancellationToken cancellationToken)
    {
        var (team, user) = (viewer.Team.Value, viewer.User.Value);
        var (current, kept) = (await records.GetSettingsAsync(team, user, cancellationToken), await retention.GetAsync(team, user, cancellationToken));
        if (form.Show(current, kept) is null)
            return [];
        List<string> lines = [];
        if (book.Models.Count > 0)
            lines.Add($"*Model*: {(book.Models.Contains(current.Model) ? ShownText.Code(current.Model, MaxShown) : "the usual one")}");
        if (book.WithEffort.Count > 0 && current.Effort.Length > 0)
            lines.Add($"*How much I think*: {ShownText.Code(current.Effort, MaxShown)}");
        if (book.WithTemperature.Count > 0 && current.Temperature.Length > 0)
            lines.Add($"*How freely I write*: temperature {ShownText.Code(current.Temperature, MaxShown)}");
        if (book.TakesDates && DateStyles.All.Contains(current.Dates))
            lines.Add($"*Dates and times*: {DateStyles.Example(current.Dates)}");
        if (book.TakesInstructions)
            lines.Add($"*How I answer you*: {(current.Instructions.Length == 0 ? "as usual" : ShownText.Line(current.Instructions, MaxShown))}");
        lines.Add($"*Your runs are kept for* {Quantities.Choice(kept)}");
        return
        [
            new HeaderBlock { Text = TextObject.Plain("Your settings") },
            Parts.Section(string.Join('\n', lines)) with { Accessory = Parts.Button(SettingsActions.Open, "Change", user, "Change your settings") },
        ];
    }
}
