namespace Holdfast.Simulator.Identity;

/// <summary>Where the simulator is: what it gives out addresses of. Known once it listens.</summary>
internal sealed class SimulatorAddress
{
    /// <summary>The address under which clients see it.</summary>
    public Uri Base { get; set; } = new("http://127.0.0.1/");
}
