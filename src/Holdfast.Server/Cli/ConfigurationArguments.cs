using System.CommandLine;
using Holdfast.Server.Configuration;
using Holdfast.Server.Doctor;

namespace Holdfast.Server.Cli;

/// <summary>The options of every verb that reads the configuration.</summary>
internal sealed class ConfigurationArguments
{
    public Option<string?> File { get; } = new("--config")
    {
        Description = "A configuration file (JSON). Default: appsettings.json in the current folder, if it is there.",
    };

    public Option<string[]> Settings { get; } = new("--set")
    {
        Description = "A setting, over everything else: --set Agent:Kind=Echo. May be repeated.",
    };

    /// <summary>Reads and checks the configuration.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isNeeded">The sections that must be complete for this verb; null for all. Unknown keys are refused anywhere.</param>
    public IConfigurationRoot Load(ParseResult parsed, Func<string, bool>? isNeeded = null) =>
        HoldfastConfiguration.Load(parsed.GetValue(File), parsed.GetValue(Settings) ?? [], isNeeded);

    /// <summary>Reads the configuration, whatever is wrong with it.</summary>
    /// <param name="parsed">The command line.</param>
    public DoctorSettings Examine(ParseResult parsed)
    {
        try
        {
            var configuration = HoldfastConfiguration.Read(parsed.GetValue(File), parsed.GetValue(Settings) ?? []);
            var policies = configuration.GetSection("Tools:Policies").GetChildren().Select(policy => policy.Key);
            return new DoctorSettings(configuration, [.. ConfigurationCheck.Run(configuration), .. ToolPolicyCheck.Problems(policies, ToolPolicyCheck.BuiltIn)]);
        }
        catch (ConfigurationException e)
        {
            return new DoctorSettings(all: null, e.Problems);
        }
    }
}
