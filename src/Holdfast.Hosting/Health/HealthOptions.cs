using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;

namespace Holdfast.Hosting.Health;

/// <summary>Where health is served. Section <c>Health</c>.</summary>
internal sealed class HealthOptions
{
    /// <summary>The port; 0 for any free one. Default: 8093.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8093;

    /// <summary>The address that is listened on: <c>0.0.0.0</c> for probes from other machines. Default: <c>127.0.0.1</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    [IPAddress]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Nothing heard from Slack for this long is stale. Default: 10 min.</summary>
    [Duration(1, 86_400)]
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Something that has waited to be sent to Slack for so long is a problem. Default: 5 min.</summary>
    [Duration(1, 86_400)]
    public TimeSpan SlowDeliveryAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A message that has waited for its answer for so long, or is being answered, is a problem. Default: 15 min.</summary>
    [Duration(1, 86_400)]
    public TimeSpan SlowAnswerAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A click, a form or a command that has waited for so long is a problem. Default: 1 min.</summary>
    [Duration(1, 86_400)]
    public TimeSpan SlowClickAfter { get; set; } = TimeSpan.FromMinutes(1);
}
