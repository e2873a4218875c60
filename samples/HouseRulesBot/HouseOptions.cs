using System.ComponentModel.DataAnnotations;

namespace HouseRulesBot;

/// <summary>The section <c>House</c>: in appsettings.json, as <c>HOLDFAST_House__File</c> or <c>--set House:File=…</c>.</summary>
public sealed class HouseOptions
{
    [Required(AllowEmptyStrings = false)]
    public string File { get; set; } = "notifications.txt";
}
