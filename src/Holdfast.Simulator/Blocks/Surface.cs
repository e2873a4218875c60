namespace Holdfast.Simulator.Blocks;

/// <summary>Where blocks are shown; it decides how many there may be, and of which types.</summary>
internal enum Surface
{
    Message,
    Modal,
    Home,
}
