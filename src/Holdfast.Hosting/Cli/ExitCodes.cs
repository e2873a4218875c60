namespace Holdfast.Hosting.Cli;

/// <summary>What the process says by its exit code.</summary>
internal static class ExitCodes
{
    /// <summary>Stopped as asked.</summary>
    public const int Ok = 0;

    /// <summary>Failed in a way that a restart may heal.</summary>
    public const int Failure = 1;

    /// <summary>The command line is not understood (EX_USAGE).</summary>
    public const int Usage = 64;

    /// <summary>Wrong configuration, tokens or folder (EX_CONFIG of sysexits.h): a restart doesn't help; it needs fixing by hand.</summary>
    public const int Configuration = 78;
}
