import "./front";
import "../ui/beta-intro";
