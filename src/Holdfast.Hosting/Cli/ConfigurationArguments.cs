using System.CommandLine;
using Holdfast.Hosting.Modules;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Doctor;

namespace Holdfast.Hosting.Cli;

/// <summary>The options of every verb that reads the configuration.</summary>
/// <param name="modules">Know what it may hold.</param>
internal sealed class ConfigurationArguments(ServerModules modules)
{
    public Option<string?> File { get; } = new("--config")
    {
        Description = "A configuration file (JSON). Default: appsettings.json in the current folder, if there is one.",
        HelpName = "file",
    };

    public Option<string[]> Settings { get; } = new("--set")
    {
        Description = "A setting that overrides all others, such as --set Agent:Kind=Echo. Can be repeated.",
        HelpName = "key=value",
    };

    /// <summary>Reads and checks the configuration.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isNeeded">The sections that must be complete for this verb; null for all. Unknown keys are refused anywhere.</param>
    public IConfigurationRoot Load(ParseResult parsed, Func<string, bool>? isNeeded = null) =>
        HoldfastConfiguration.Load(parsed.GetValue(File), parsed.GetValue(Settings) ?? [], modules, isNeeded);

    /// <summary>Reads the configuration and does not check it.</summary>
    /// <param name="parsed">The command line.</param>
    public IConfigurationRoot Read(ParseResult parsed) => HoldfastConfiguration.Read(parsed.GetValue(File), parsed.GetValue(Settings) ?? []);

    /// <summary>Reads the configuration, whatever is wrong with it.</summary>
    /// <param name="parsed">The command line.</param>
    public DoctorSettings Examine(ParseResult parsed)
    {
        try
        {
            var configuration = Read(parsed);
            return new DoctorSettings(configuration, ConfigurationCheck.Run(configuration, modules));
        }
        catch (ConfigurationException e)
        {
            return new DoctorSettings(all: null, e.Problems);
        }
    }
}
